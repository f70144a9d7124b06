def read_as_utf8(application):
    """The WSGI application, with addresses and forms read as UTF-8 whatever encoding a request claims.

    Some of what a request may claim (`hex`, `idna`) is no encoding of text, and Django fails before it has a view.
    """

    def respond(environ, start_response):
        kind, *parameters = environ.get("CONTENT_TYPE", "").split(";")
        kept = [parameter for parameter in parameters if not parameter.strip().lower().startswith("charset")]
        environ["CONTENT_TYPE"] = ";".join([kind, *kept])
        return application(environ, start_response)

    return respond
