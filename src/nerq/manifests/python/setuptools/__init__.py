"""setuptools' own files, ``setup.cfg`` and ``setup.py``."""
