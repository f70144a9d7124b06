"""An OpenID Connect provider for tests: discovery, authorisation, token with PKCE, and keys, over real HTTP."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "tori", "salaisuus"
KEY, STRANGE_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _number in range(2))


class IdentityProvider(ThreadingHTTPServer):
    """Whoever comes is signed in at once, with the `claims` that it is given. `key` signs."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.claims, self.key, self.codes = {"sub": "abc"}, KEY, {}

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return super().__enter__()

    def __exit__(self, *error):
        self.shutdown()
        super().__exit__(*error)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def settings(self) -> dict:
        app = {"provider_id": "tyonantaja", "name": "Koekunta", "client_id": CLIENT, "secret": SECRET}
        app["settings"] = {"server_url": self.url, "fetch_userinfo": False}
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

    def id_token(self) -> str:
        now = int(time.time())
        usual = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300}
        return jwt.encode(usual | self.claims, self.key, algorithm="RS256", headers={"kid": "1"})


class Conversation(BaseHTTPRequestHandler):
    def log_message(self, *args):
        """Nothing to tell."""

    def answer(self, content, status=200):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path, provider = urlsplit(self.path).path, self.server
        if path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "/luvat", "token_endpoint": "/merkki", "jwks_uri": "/avaimet"}
            addresses = {name: provider.url + end for name, end in names.items()}
            methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
            return self.answer({"issuer": provider.url} | addresses | methods)
        if path == "/avaimet":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return self.answer({"keys": [public | {"kid": "1", "alg": "RS256", "use": "sig"}]})
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        code = secrets.token_urlsafe()
        provider.codes[code] = asked
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.server.codes.pop(given.get("code"), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        if (
            not asked
            or (given.get("client_id"), given.get("client_secret")) != (CLIENT, SECRET)
            or asked.get("code_challenge") != proof.rstrip(b"=").decode()
        ):
            return self.answer({"error": "invalid_grant"}, 400)
        self.answer({"access_token": "x", "token_type": "Bearer", "id_token": self.server.id_token()})
