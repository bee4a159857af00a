"""How exactly and how fast published documents are read (阅卷基准): `python -m bench.reading`."""
