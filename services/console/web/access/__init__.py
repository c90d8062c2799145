"""Who comes in, and what each may: middleware, the rights that routes need, signing in and out."""
