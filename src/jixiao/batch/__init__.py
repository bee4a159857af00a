"""Many documents to one store (批量汇总): files in, Parquet out; each unit of work can be run again without harm."""
