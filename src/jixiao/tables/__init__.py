"""Tables of many forms (多表汇总): a workbook or CSV for a spreadsheet, or the tables that fiscal systems load."""
