//! Which request goes where, through which layers.

use app::{
    place::{BOARD_PAPER, without_secret},
    routes::App,
    shell::shell,
    site::Site,
};
use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    routing::{get, post},
};
use leptos::{config::LeptosOptions, nonce::provide_nonce, prelude::provide_context};
use leptos_axum::{LeptosRoutes as _, generate_route_list};
use store::Store;
use tokio::sync::watch;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer,
    limit::RequestBodyLimitLayer, set_header::SetResponseHeaderLayer, trace::TraceLayer,
};

use crate::{
    assets,
    config::Serve,
    downloads::{self, Source},
    live::{self, Live},
    security, uploads,
};

/// Everything the application answers, until whoever holds the other end of `running` lets go of it.
pub fn router(store: Store, settings: &Serve, running: watch::Receiver<()>) -> Router {
    let options = LeptosOptions::builder()
        .output_name("plumbline")
        .site_pkg_dir(assets::folder())
        .build();
    let site = Site {
        assets: format!("/{}", assets::folder()).into(),
        options: options.clone(),
        demo: settings.demo,
        tls: settings.is_tls(),
        address: settings.address().into(),
        mail: settings.mail(),
    };
    let health = store.clone();
    let source = Source {
        store: store.clone(),
        site: site.clone(),
    };
    let context = {
        let site = site.clone();
        move || {
            provide_context(store.clone());
            provide_context(site.clone());
            provide_nonce();
        }
    };
    let missing = {
        let (context, site) = (context.clone(), site.clone());
        leptos_axum::render_app_async_with_context(context, move || shell(&site))
    };

    // From the outside in: the first to be named is the first to see a request.
    let layers = ServiceBuilder::new()
        // Without what a link in the address would give away.
        .layer(
            TraceLayer::new_for_http().make_span_with(|request: &Request| {
                let path = without_secret(request.uri().path());
                tracing::debug_span!("request", method = %request.method(), path)
            }),
        )
        .layer(CatchPanicLayer::new())
        .layer(CompressionLayer::new())
        .layer(CsrfLayer::new())
        // Pages are about one organisation: nobody else's cache keeps them.
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ));

    let mut router = Router::new()
        .leptos_routes_with_context(&options, generate_route_list(App), context, move || {
            shell(&site)
        })
        .fallback(missing)
        .route("/assets/{hash}/{*name}", get(assets::serve))
        .route("/health", get(move || is_well(health.clone())))
        .route(
            "/benchmark/{file}",
            get(downloads::benchmark).with_state(source.clone()),
        )
        .route(
            "/assessments/{assessment}/download/{file}",
            get(downloads::serve).with_state(source.clone()),
        )
        .route(
            BOARD_PAPER,
            get(downloads::serve_board_paper).with_state(source.clone()),
        )
        .route(
            "/indicators/download/{file}",
            get(downloads::serve_indicators).with_state(source.clone()),
        )
        .route(
            "/assessments/{assessment}/meeting/events",
            get(live::follow).with_state(Live {
                source: source.clone(),
                running,
            }),
        )
        .layer(RequestBodyLimitLayer::new(security::FORM_BYTES))
        // Files are larger than forms: these routes have a limit of their own, and tell of it on a page.
        .route(
            "/assessments/{assessment}/import",
            post(uploads::receive).with_state(source.clone()),
        )
        .route(
            "/indicators/import",
            post(uploads::receive_indicators).with_state(source),
        )
        .layer(layers)
        .with_state(options);
    for (name, value) in security::HEADERS {
        if name != header::STRICT_TRANSPORT_SECURITY || settings.is_tls() {
            router = router.layer(SetResponseHeaderLayer::if_not_present(name, value));
        }
    }
    router
}

/// `GET /health`: whether the database answers. Says nothing else to anyone.
async fn is_well(store: Store) -> (StatusCode, &'static str) {
    match store.check().await {
        Ok(()) => (StatusCode::OK, "well"),
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "the database does not answer"
            );
            (StatusCode::SERVICE_UNAVAILABLE, "unavailable")
        }
    }
}

#[cfg(test)]
mod tests;
