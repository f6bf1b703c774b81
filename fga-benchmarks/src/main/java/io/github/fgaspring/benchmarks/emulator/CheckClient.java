package io.github.fgaspring.benchmarks.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a server on one connection that is kept alive, and takes no other answer than 200.
 */
final class CheckClient {

	private final HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

	private final URI baseUrl;

	private final String apiKey;

	CheckClient(URI baseUrl, String apiKey) {
		this.baseUrl = baseUrl;
		this.apiKey = apiKey;
	}

	HttpRequest check(String membership, String body) {
		return request("/authorization/organization_memberships/%s/check".formatted(membership))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build();
	}

	String resourceId(String organization, String type, String externalId) {
		String path = "/authorization/organizations/%s/resources/%s/%s".formatted(organization, type, externalId);
		return readJson(request(path).build()).required("id").asString();
	}

	void requireAnswer(HttpRequest check, boolean authorized) {
		if (readJson(check).required("authorized").asBoolean() != authorized) {
			throw new IllegalStateException("The check %s is not answered with %s".formatted(check, authorized));
		}
	}

	String send(HttpRequest request) {
		try {
			HttpResponse<String> response = this.http.send(request, BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new IllegalStateException("%s is answered with %d".formatted(request, response.statusCode()));
			}
			return response.body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private JsonNode readJson(HttpRequest request) {
		return JsonMapper.shared().readTree(send(request));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.baseUrl.resolve(path)).header("Authorization", "Bearer " + this.apiKey);
	}

}
