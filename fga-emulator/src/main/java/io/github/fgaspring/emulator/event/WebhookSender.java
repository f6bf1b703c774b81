package io.github.fgaspring.emulator.event;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Event;
import io.github.fgaspring.emulator.model.Webhook;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends every event to every webhook, to each of them in the order in which things
 * happened. Whoever causes an event does not wait for that. Unlike WorkOS, which tries
 * for days and promises no order, it gives up after seconds, and only then goes on to the
 * next event.
 */
public final class WebhookSender implements Consumer<Event>, AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Duration FIRST_DELAY = Duration.ofMillis(100);

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final EmulatorState state;

	private final Duration timeout;

	private final ApiObjects objects;

	private final Duration firstDelay;

	// Makes its only thread with the first task.
	private final ScheduledThreadPoolExecutor executor;

	private final WebhookClient client;

	private final Map<URI, WebhookOutbox> outboxes = new HashMap<>();

	/**
	 * Creates a sender.
	 * @param state what the emulator knows
	 */
	public WebhookSender(EmulatorState state) {
		this(state, FIRST_DELAY, TIMEOUT);
	}

	WebhookSender(EmulatorState state, Duration firstDelay, Duration timeout) {
		this.state = state;
		this.timeout = timeout;
		this.objects = new ApiObjects(state);
		this.firstDelay = firstDelay;
		this.executor = new ScheduledThreadPoolExecutor(1, WebhookSender::newThread, new DiscardPolicy());
		this.client = new WebhookClient(state, timeout);
	}

	/**
	 * Send an event, after those that are waiting.
	 * @param event the event
	 */
	@Override
	public synchronized void accept(Event event) {
		List<Webhook> webhooks = this.state.webhooks();
		if (!webhooks.isEmpty()) {
			byte[] body = JSON.writeValueAsBytes(this.objects.event(event));
			webhooks.forEach((webhook) -> outbox(webhook).add(webhook, event, body));
		}
	}

	/**
	 * Drop what is waiting. What is on its way still arrives, but is not sent again.
	 */
	public synchronized void clear() {
		// An outbox that waits for its next attempt would hold up what comes later.
		this.outboxes.values().forEach(WebhookOutbox::clear);
		this.outboxes.clear();
	}

	/**
	 * Drop what is waiting for one address.
	 * @param url the address
	 */
	public synchronized void clear(URI url) {
		WebhookOutbox outbox = this.outboxes.remove(url);
		if (outbox != null) {
			outbox.clear();
		}
	}

	/**
	 * Wait until what was on its way has arrived or failed, as long as that can take.
	 */
	public void awaitDelivery() {
		if (this.executor.getPoolSize() > 0) {
			try {
				// There is one thread for all of it.
				this.executor.submit(() -> {
				}).get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (ExecutionException | TimeoutException | CancellationException ex) {
				// It cannot take longer, or the emulator stops.
			}
		}
	}

	/**
	 * Send nothing any more.
	 */
	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	private WebhookOutbox outbox(Webhook webhook) {
		return this.outboxes.computeIfAbsent(webhook.url(),
				(url) -> new WebhookOutbox(this.client, this.executor, this.firstDelay));
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "fga-emulator-webhooks");
		thread.setDaemon(true);
		return thread;
	}

}
