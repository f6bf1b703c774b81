package io.github.fgaspring.emulator.event;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.fgaspring.emulator.model.Event;
import io.github.fgaspring.emulator.model.Webhook;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent to one address. The next event waits until the one before has
 * arrived or was given up.
 */
final class WebhookOutbox {

	private static final Logger LOGGER = System.getLogger(WebhookOutbox.class.getName());

	private static final int MAX_RETRIES = 6;

	private final WebhookClient client;

	private final ScheduledExecutorService executor;

	private final Duration firstDelay;

	private final Queue<Message> waiting = new ArrayDeque<>();

	WebhookOutbox(WebhookClient client, ScheduledExecutorService executor, Duration firstDelay) {
		this.client = client;
		this.executor = executor;
		this.firstDelay = firstDelay;
	}

	synchronized void add(Webhook webhook, Event event, byte[] body) {
		this.waiting.add(new Message(webhook, event.id(), body));
		if (this.waiting.size() == 1) {
			attempt(0);
		}
	}

	/**
	 * Drop everything. Nothing can be added afterwards.
	 */
	synchronized void clear() {
		this.waiting.clear();
	}

	private void attempt(int retries) {
		Duration delay = (retries > 0) ? this.firstDelay.multipliedBy(1L << (retries - 1)) : Duration.ZERO;
		this.executor.schedule(() -> send(retries), delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void send(int retries) {
		Message message = first();
		if (message == null) {
			return;
		}
		try {
			Optional<String> problem = this.client.post(message.webhook(), message.body());
			if (problem.isEmpty()) {
				next();
			}
			else if (retries < MAX_RETRIES) {
				attempt(retries + 1);
			}
			else {
				LOGGER.log(Level.WARNING, "The event %s was given up, the webhook %s did not take it: %s"
					.formatted(message.eventId(), message.webhook().address(), problem.get()));
				next();
			}
		}
		catch (InterruptedException ex) {
			// The emulator stops.
			Thread.currentThread().interrupt();
		}
	}

	private synchronized @Nullable Message first() {
		return this.waiting.peek();
	}

	private synchronized void next() {
		this.waiting.poll();
		if (!this.waiting.isEmpty()) {
			attempt(0);
		}
	}

	/**
	 * An event on its way.
	 *
	 * @param webhook the webhook as it was when the event happened
	 * @param eventId the id of the event
	 * @param body the event in JSON
	 */
	private record Message(Webhook webhook, String eventId, byte[] body) {

	}

}
