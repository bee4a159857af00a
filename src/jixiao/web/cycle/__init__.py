"""The life cycle (流程): tasks, the states of a form, and each step taken."""
