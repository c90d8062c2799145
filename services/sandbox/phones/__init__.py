"""Those who hold the phones: small seeded characters that see only the texts that are delivered to them."""
