package io.github.fgaspring.emulator.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Takes webhooks as an application does, and keeps them for the test.
 */
final class WebhookReceiver implements AutoCloseable {

	private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();

	private final HttpServer server;

	private WebhookReceiver(HttpServer server) {
		this.server = server;
	}

	static WebhookReceiver start() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			WebhookReceiver receiver = new WebhookReceiver(server);
			server.createContext("/webhooks", receiver::receive);
			server.start();
			return receiver;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String url() {
		return "http://127.0.0.1:%d/webhooks".formatted(this.server.getAddress().getPort());
	}

	Delivery next() throws InterruptedException {
		Delivery delivery = this.deliveries.poll(10, TimeUnit.SECONDS);
		if (delivery == null) {
			throw new AssertionError("No webhook came within ten seconds");
		}
		return delivery;
	}

	private void receive(HttpExchange exchange) throws IOException {
		try (exchange) {
			String payload = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			String signature = exchange.getRequestHeaders().getFirst("WorkOS-Signature");
			exchange.sendResponseHeaders(200, -1);
			this.deliveries.add(new Delivery(payload, signature));
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/**
	 * A webhook as it came.
	 */
	record Delivery(String payload, String signature) {

	}

}
