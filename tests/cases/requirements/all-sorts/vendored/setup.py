from setuptools import setup

setup(name="vendored", install_requires=["attrs"])
