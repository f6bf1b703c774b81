package com.example.projecthub.standalone;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody at a browser, with cookies, who has filled in the login form.
 */
final class Browser {

	private static final Pattern CSRF_TOKEN = Pattern.compile("name=\"_csrf\" type=\"hidden\" value=\"([^\"]+)\"");

	private final HttpClient httpClient = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

	private final String baseUrl;

	private Browser(int port) {
		this.baseUrl = "http://localhost:" + port;
	}

	static Browser login(int port, String username, String password) {
		Browser browser = new Browser(port);
		HttpResponse<String> answer = browser.exchange(browser.request("/login")
			.setHeader("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString("username=" + username + "&password=" + password + "&_csrf="
					+ URLEncoder.encode(browser.csrfToken(), StandardCharsets.UTF_8))));
		assertThat(answer.headers().firstValue("Location")).hasValueSatisfying(
				(location) -> assertThat(location).as("where the login leads").doesNotContain("/login?error"));
		return browser;
	}

	int get(String path) {
		return send("GET", path, null).statusCode();
	}

	int post(String path, String body) {
		return send("POST", path, body).statusCode();
	}

	int put(String path, String body) {
		return send("PUT", path, body).statusCode();
	}

	int delete(String path) {
		return send("DELETE", path, null).statusCode();
	}

	HttpResponse<String> send(String method, String path, String body) {
		HttpRequest.Builder request = request(path).method(method, publisher(body));
		return exchange(method.equals("GET") ? request : request.header("X-CSRF-TOKEN", csrfToken()));
	}

	HttpResponse<String> sendWithoutCsrfToken(String method, String path, String body) {
		return exchange(request(path).method(method, publisher(body)));
	}

	private static HttpRequest.BodyPublisher publisher(String body) {
		return (body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody();
	}

	private String csrfToken() {
		Matcher token = CSRF_TOKEN.matcher(exchange(request("/login").GET()).body());
		assertThat(token.find()).as("whether the login page has a token").isTrue();
		return token.group(1);
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.baseUrl + path))
			.setHeader("Accept", "application/json, text/html")
			.setHeader("Content-Type", "application/json");
	}

	private HttpResponse<String> exchange(HttpRequest.Builder request) {
		try {
			return this.httpClient.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
