"""OpenID Connect: the authorization code flow with PKCE, state and nonce. Off unless a provider is configured."""
