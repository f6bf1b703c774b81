package io.github.fgaspring.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;

/**
 * WorkOS as seen on the wire, answering what a test tells it to.
 */
public final class WorkOsStub implements AutoCloseable {

	public static final String API_KEY = "sk_test_secret";

	public static final String JWKS_PATH = "/sso/jwks/" + SessionTokens.CLIENT_ID;

	public static final String CHECK_PATH = "/authorization/organization_memberships/" + SessionTokens.MEMBERSHIP_ID
			+ "/check";

	private final WireMockServer server = new WireMockServer(
			WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1").globalTemplating(false));

	private final SessionTokens tokens;

	private WorkOsStub() {
		this.server.start();
		this.tokens = new SessionTokens(baseUrl() + "/user_management/" + SessionTokens.CLIENT_ID, "key_1");
		reset();
	}

	public static WorkOsStub start() {
		WorkOsStub stub = new WorkOsStub();
		stub.warmUp();
		return stub;
	}

	/**
	 * Lets the first request load classes, which on a busy machine can take longer than
	 * the starter waits for keys.
	 */
	private void warmUp() {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl() + JWKS_PATH)).build();
			HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		reset();
	}

	public WireMockServer server() {
		return this.server;
	}

	public String baseUrl() {
		return "http://127.0.0.1:" + this.server.port();
	}

	public SessionTokens tokens() {
		return this.tokens;
	}

	/**
	 * Forgets requests and answers; the keys are served.
	 */
	public void reset() {
		this.server.resetAll();
		this.server.stubFor(WireMock.get(JWKS_PATH).willReturn(WireMock.okJson(this.tokens.jwkSet())));
	}

	public void answerChecks(boolean authorized) {
		answerChecks(WireMock.okJson("{\"authorized\":" + authorized + "}"));
	}

	public void answerChecks(ResponseDefinitionBuilder answer) {
		this.server.stubFor(WireMock.post(WireMock.urlPathMatching("/authorization/organization_memberships/.*"))
			.willReturn(answer));
	}

	public int checks() {
		return count(WireMock.anyRequestedFor(WireMock.urlPathMatching("/authorization/.*")));
	}

	public int keyFetches() {
		return count(WireMock.getRequestedFor(WireMock.urlPathEqualTo(JWKS_PATH)));
	}

	private int count(RequestPatternBuilder pattern) {
		return this.server.findAll(pattern).size();
	}

	/**
	 * The properties that connect the starter to this stub.
	 */
	public String[] properties() {
		return new String[] { "fga.base-url=" + baseUrl(), "fga.api-key=" + API_KEY,
				"fga.client-id=" + SessionTokens.CLIENT_ID };
	}

	@Override
	public void close() {
		this.server.stop();
	}

}
