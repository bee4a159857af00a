"""The commands (命令): one module each, found by walking this folder; the command has the module's name."""
