package io.github.fgaspring.emulator.event;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Webhook;
import org.jspecify.annotations.Nullable;

/**
 * Signs an event and sends it to a webhook. Only one thread at a time can use it.
 */
final class WebhookClient {

	private final EmulatorState state;

	private final Duration timeout;

	private @Nullable HttpClient http;

	WebhookClient(EmulatorState state, Duration timeout) {
		this.state = state;
		this.timeout = timeout;
	}

	/**
	 * Send an event once.
	 * @param webhook where to
	 * @param body the event in JSON
	 * @return what went wrong, or empty if the event has arrived
	 * @throws InterruptedException if the thread is to stop
	 */
	Optional<String> post(Webhook webhook, byte[] body) throws InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(webhook.url())
			.timeout(this.timeout)
			.header("Content-Type", "application/json")
			.header("WorkOS-Signature", WebhookSignature.header(webhook.secret(), this.state.now(), body))
			.POST(BodyPublishers.ofByteArray(body))
			.build();
		CompletableFuture<HttpResponse<Void>> response = http().sendAsync(request, BodyHandlers.discarding());
		try {
			// The timeout of a request ends with the headers of the answer, this one with
			// its last byte.
			int status = response.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
			return (status / 100 == 2) ? Optional.empty() : Optional.of("status " + status);
		}
		catch (ExecutionException ex) {
			return Optional.of(String.valueOf(ex.getCause()));
		}
		catch (TimeoutException ex) {
			return Optional.of("no answer in time");
		}
		finally {
			response.cancel(true);
		}
	}

	// Made when it is needed: it takes longer than the rest of the emulator to start.
	private HttpClient http() {
		HttpClient client = this.http;
		if (client == null) {
			client = HttpClient.newBuilder()
				.version(Version.HTTP_1_1)
				.followRedirects(Redirect.NEVER)
				.connectTimeout(this.timeout)
				.build();
			this.http = client;
		}
		return client;
	}

}
