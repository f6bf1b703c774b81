package io.github.fgaspring.emulator.event;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Receives events, and answers them as it is told to.
 */
final class WebhookReceiver implements AutoCloseable {

	/**
	 * In place of a status: break the connection off.
	 */
	static final int BREAK_OFF = 0;

	/**
	 * In place of a status: give no answer as long as the receiver lives.
	 */
	static final int NEVER = -1;

	private final HttpServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final Queue<Integer> answers = new ArrayDeque<>();

	private final List<Delivery> deliveries = new ArrayList<>();

	private int lastAnswer = 200;

	private volatile Runnable beforeAnswer = () -> {
	};

	WebhookReceiver() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::handle);
		this.server.setExecutor(this.executor);
		this.server.start();
	}

	/**
	 * Answer with these statuses, with the last of them again and again.
	 */
	synchronized void answer(int... statuses) {
		this.answers.clear();
		for (int status : statuses) {
			this.answers.add(status);
		}
	}

	/**
	 * Do something when an event has arrived and its answer is not yet sent.
	 */
	void beforeAnswer(Runnable action) {
		this.beforeAnswer = action;
	}

	String url() {
		return "http://127.0.0.1:%d/events".formatted(this.server.getAddress().getPort());
	}

	synchronized List<Delivery> deliveries() {
		return List.copyOf(this.deliveries);
	}

	List<String> eventIds() {
		return deliveries().stream().map((delivery) -> delivery.json().get("id").stringValue()).toList();
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			int status = record(new Delivery(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
					exchange.getRequestHeaders(), body, System.nanoTime()));
			this.beforeAnswer.run();
			if (status == NEVER) {
				this.closed.await();
			}
			else if (status != BREAK_OFF) {
				exchange.getResponseHeaders().set("Location", "/elsewhere");
				exchange.sendResponseHeaders(status, -1);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private synchronized int record(Delivery delivery) {
		this.deliveries.add(delivery);
		if (!this.answers.isEmpty()) {
			this.lastAnswer = this.answers.poll();
		}
		return this.lastAnswer;
	}

	/**
	 * What arrived.
	 *
	 * @param method the HTTP method
	 * @param uri the path
	 * @param headers the headers
	 * @param body the body
	 * @param nanoTime when it arrived
	 */
	record Delivery(String method, String uri, Headers headers, byte[] body, long nanoTime) {

		JsonNode json() {
			return JsonMapper.shared().readTree(this.body);
		}

	}

}
