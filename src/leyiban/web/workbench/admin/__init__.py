"""The administrator's desk: load a city's folder, see exactly what is wrong in it, publish versions of items."""
