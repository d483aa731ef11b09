from setuptools import find_packages, setup

NAME = "mine"
BASE = [
    "requests>=2",
    "flask" + "==3.0",
]
if True:
    BASE += ["six"]
BASE.append(f"click>={8}")
DOCS = """
sphinx>=7
# no package

furo
"""
extras = {"docs": DOCS.splitlines(), "self": [NAME + "[docs]"]}
extras["all"] = extras["docs"] + ["rich"]
options = dict(tests_require=("pytest",), **unknown())


def run():
    setup(
        name=NAME,
        packages=find_packages(),
        install_requires=BASE + open("requirements.txt").read().splitlines(),
        extras_require=extras,
        setup_requires="wheel",
        **options,
    )


run()
