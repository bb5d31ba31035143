"""Identity providers: what proves who somebody is, outside this service. None is built in; one plugs in by `provider.Provider`."""
