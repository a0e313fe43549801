"""What tests are made of: small surveys, rows, notebooks, readers of what is made."""
