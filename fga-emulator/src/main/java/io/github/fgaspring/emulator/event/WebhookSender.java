package io.github.fgaspring.emulator.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.function.Consumer;

import io.github.fgaspring.emulator.json.ApiObjects;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Event;
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

	private final ApiObjects objects;

	private final Duration firstDelay;

	// Makes its only thread with the first task.
	private final ScheduledThreadPoolExecutor executor;

	private final WebhookClient client;

	private List<WebhookOutbox> outboxes;

	public WebhookSender(EmulatorState state) {
		this(state, FIRST_DELAY, TIMEOUT);
	}

	WebhookSender(EmulatorState state, Duration firstDelay, Duration timeout) {
		this.state = state;
		this.objects = new ApiObjects(state);
		this.firstDelay = firstDelay;
		this.executor = new ScheduledThreadPoolExecutor(1, WebhookSender::newThread, new DiscardPolicy());
		this.client = new WebhookClient(state, timeout);
		this.outboxes = newOutboxes();
	}

	/**
	 * Send an event, after those that are waiting.
	 * @param event the event
	 */
	@Override
	public synchronized void accept(Event event) {
		if (!this.outboxes.isEmpty()) {
			byte[] body = JSON.writeValueAsBytes(this.objects.event(event));
			this.outboxes.forEach((outbox) -> outbox.add(event, body));
		}
	}

	/**
	 * Drop what is waiting. What is on its way still arrives, but is not sent again.
	 */
	public synchronized void clear() {
		// An outbox that waits for its next attempt would hold up what comes later.
		this.outboxes.forEach(WebhookOutbox::clear);
		this.outboxes = newOutboxes();
	}

	/**
	 * Send nothing any more.
	 */
	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	private List<WebhookOutbox> newOutboxes() {
		return this.state.webhooks()
			.stream()
			.map((webhook) -> new WebhookOutbox(webhook, this.client, this.executor, this.firstDelay))
			.toList();
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "fga-emulator-webhooks");
		thread.setDaemon(true);
		return thread;
	}

}
