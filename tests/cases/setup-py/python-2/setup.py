from distutils.core import setup
print "no longer Python"
setup(install_requires=["x"])
