"""Finding the table in a sheet: header, columns, which rows are records, and totals that must agree."""
