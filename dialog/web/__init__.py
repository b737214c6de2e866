"""What all doors share: transaction, security, language, pages, forms, errors, assets. HTTP, but no subject matter."""
