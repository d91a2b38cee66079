//! A folder served over the loopback with a content-security policy.

use std::fs::File;
use std::sync::Arc;
use std::thread::JoinHandle;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use tiny_http::{Header, Response, Server};

/// What Jenkins sends with archived files unless told otherwise: no scripts, styles of the same place only.
pub const JENKINS: &str = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';";
/// The strictest policy that allows scripts at all.
pub const STRICT: &str =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'";

/// Serves until dropped.
pub struct Served {
    server: Arc<Server>,
    worker: Option<JoinHandle<()>>,
}

impl Served {
    pub fn folder(dir: &Utf8Path, policy: &'static str) -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").expect("a free port"));
        let (dir, listener) = (dir.to_owned(), Arc::clone(&server));
        let worker = std::thread::spawn(move || {
            for request in listener.incoming_requests() {
                let path = address(&dir, request.url());
                let kind = match path.extension() {
                    Some("css") => "text/css",
                    Some("js") => "text/javascript",
                    Some("json") => "application/json",
                    _ => "text/html; charset=utf-8",
                };
                let header = |name: &str, value: &str| Header::from_bytes(name, value).expect("a header");
                let _ = match File::open(&path) {
                    Ok(file) if path.is_file() => {
                        let response = Response::from_file(file).with_header(header("Content-Type", kind));
                        let response = response.with_header(header("Content-Security-Policy", policy));
                        request.respond(response.with_header(header("X-Content-Type-Options", "nosniff")))
                    }
                    _ => request.respond(Response::empty(404)),
                };
            }
        });
        Self { server, worker: Some(worker) }
    }

    pub fn url(&self, page: &str) -> String {
        format!("http://{}/{page}", self.server.server_addr())
    }
}

/// The file behind the path of an address.
fn address(dir: &Utf8Path, url: &str) -> Utf8PathBuf {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    dir.join(if path.is_empty() { "index.html" } else { path })
}

impl Drop for Served {
    fn drop(&mut self) {
        self.server.unblock();
        let _ = self.worker.take().map(JoinHandle::join);
    }
}
