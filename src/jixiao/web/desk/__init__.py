"""The pages that belong to no other room (工作台首页等), the layout and the template tags."""
