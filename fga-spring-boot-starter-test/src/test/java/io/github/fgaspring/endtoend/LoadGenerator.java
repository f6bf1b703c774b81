package io.github.fgaspring.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Clients of an application that listens on a port of this machine, as many as there are
 * requests under way.
 */
final class LoadGenerator {

	private final HttpClient httpClient = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI baseUrl;

	LoadGenerator(int port) {
		this.baseUrl = URI.create("http://127.0.0.1:" + port);
	}

	/**
	 * Sends a request and does not wait for the answer.
	 * @param uri a path
	 * @param token the bearer token
	 */
	CompletableFuture<Answer> send(String uri, String token) {
		HttpRequest request = HttpRequest.newBuilder(this.baseUrl.resolve(uri))
			.header("Authorization", "Bearer " + token)
			.timeout(Duration.ofSeconds(60))
			.build();
		long begin = System.nanoTime();
		return this.httpClient.sendAsync(request, BodyHandlers.ofString())
			.thenApply((response) -> new Answer(response, Duration.ofNanos(System.nanoTime() - begin)));
	}

	/**
	 * Waits for answers.
	 */
	static List<Answer> join(List<CompletableFuture<Answer>> requests) {
		return requests.stream().map(CompletableFuture::join).toList();
	}

	/**
	 * What a client got.
	 *
	 * @param time how long it took
	 */
	record Answer(int status, HttpHeaders headers, String body, Duration time) {

		private Answer(HttpResponse<String> response, Duration time) {
			this(response.statusCode(), response.headers(), response.body(), time);
		}

	}

}
