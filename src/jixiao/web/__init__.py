"""The workbench (工作台): the Django application that units fill in and bureaus review in. `jixiao serve` starts it."""
