"""The printed families (表样), one module each.

NAME; TITLE, what people call it; MARKS, the headings and rows that it prints; NEEDS, those without which a form is of
another family.
A mark is a part and a key of labels.toml: fund.rate is the column 执行率 of the funds, fund_row.basic the row 基本支出,
indicator.sign the column 指标性质, end.grade a 等级. order.weight_first says that 分值 stands before
年度指标值, head.form_number that a number such as 公开14表 stands above,
order.no_weight that the indicators have no column 分值.
"""
