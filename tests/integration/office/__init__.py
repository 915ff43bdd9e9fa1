"""Documents as people have them: written here block by block, made by LibreOffice in every format."""
