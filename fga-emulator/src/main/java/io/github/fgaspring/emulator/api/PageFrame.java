package io.github.fgaspring.emulator.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;

import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.model.AuthorizationRequest;
import org.jspecify.annotations.Nullable;

/**
 * What is around every page: the look and the headers. A page has no scripts, loads
 * nothing, and cannot be put into a frame.
 */
final class PageFrame {

	private static final String CSS = css();

	private PageFrame() {
	}

	/**
	 * A whole page.
	 */
	static String around(String title, Html content) {
		return Html.of("""
				<!DOCTYPE html>
				<html lang="en">
				<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<title>%s – emulator</title>
				<style>%s</style>
				</head>
				<body>
				<main>
				<p class="badge">Emulator – not WorkOS</p>
				%s</main>
				</body>
				</html>
				""", title, Html.style(CSS), content).toString();
	}

	/**
	 * The same with the headers that keep it out of caches, frames and referrers.
	 * @param request what the application asked for, if that is known
	 */
	static ApiResponse guard(ApiResponse response, @Nullable AuthorizationRequest request) {
		String policy = "default-src 'none'; style-src '%s'; form-action %s; frame-ancestors 'none'; base-uri 'none'"
			.formatted(hash(CSS), (request != null) ? formTargets(request.redirectUri()) : "'none'");
		return response.withHeader("Content-Security-Policy", policy)
			.withHeader("Cache-Control", "no-store")
			.withHeader("Referrer-Policy", "no-referrer")
			.withHeader("X-Content-Type-Options", "nosniff")
			.withHeader("X-Frame-Options", "DENY");
	}

	// A browser applies this also to where the answer to a form redirects, and to where
	// that redirects in turn. Policies have no form for a number of version 6.
	private static String formTargets(URI redirectUri) {
		String scheme = redirectUri.getScheme().toLowerCase(Locale.ROOT);
		boolean nameable = !redirectUri.getHost().startsWith("[");
		return "'self' localhost:* *.localhost:* 127.0.0.1:* "
				+ (nameable ? scheme + "://" + redirectUri.getRawAuthority() : scheme + ":");
	}

	private static String hash(String css) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8));
			return "sha256-" + Base64.getEncoder().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String css() {
		try (InputStream in = Objects.requireNonNull(PageFrame.class.getResourceAsStream("sign-in.css"))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
