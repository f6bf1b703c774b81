package io.github.fgaspring.emulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls an emulator over HTTP with its own API key.
 */
public final class EmulatorClient {

	private final HttpClient http = HttpClient.newHttpClient();

	private final URI baseUrl;

	private final String apiKey;

	public EmulatorClient(FgaEmulator emulator) {
		this(emulator.baseUrl(), emulator.apiKey());
	}

	public EmulatorClient(URI baseUrl, String apiKey) {
		this.baseUrl = baseUrl;
		this.apiKey = apiKey;
	}

	public Response get(String path) {
		return send(request(path).build());
	}

	public Response post(String path, String body) {
		return send(request(path).POST(BodyPublishers.ofString(body)).build());
	}

	public Response patch(String path, String body) {
		return send(request(path).method("PATCH", BodyPublishers.ofString(body)).build());
	}

	public Response put(String path, String body) {
		return send(request(path).PUT(BodyPublishers.ofString(body)).build());
	}

	public Response putNothing(String path) {
		return send(request(path).PUT(BodyPublishers.noBody()).build());
	}

	public Response delete(String path) {
		return send(request(path).DELETE().build());
	}

	public Response delete(String path, String body) {
		return send(request(path).method("DELETE", BodyPublishers.ofString(body)).build());
	}

	public Response postChunked(String path, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		BodyPublisher unknownLength = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
		return send(request(path).POST(unknownLength).build());
	}

	public HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.baseUrl.resolve(path)).header("Authorization", "Bearer " + this.apiKey);
	}

	public Response send(String method, String path, String body) {
		return send(request(path).method(method, BodyPublishers.ofString(body)).build());
	}

	public Response send(HttpRequest request) {
		try {
			HttpResponse<String> response = this.http.send(request, BodyHandlers.ofString());
			return new Response(response);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * An answer of the emulator.
	 */
	public record Response(HttpResponse<String> http) {

		public int status() {
			return this.http.statusCode();
		}

		public String text() {
			return this.http.body();
		}

		public JsonNode json() {
			return JsonMapper.shared().readTree(this.http.body());
		}

		/**
		 * What each element of a list has in a field.
		 */
		public List<String> values(String field) {
			return json().get("data").valueStream().map((element) -> element.get(field).stringValue()).toList();
		}

	}

}
