#!/usr/bin/env python
# /// other
# dependencies = ["no"]
# ///

# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "requests<3",
#   "rich==13.0",
#
#   "torch",
# ]
# [tool.uv.sources]
# torch = { index = "wheels" }
# [[tool.uv.index]]
# name = "wheels"
# url = "https://wheels.example/simple"
# explicit = true
# ///

text = """
# /// script
"""
