"""pipenv's ``Pipfile`` and ``Pipfile.lock``."""
