package io.github.fgaspring.emulator.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Listens on a loopback address and answers in JSON.
 */
public final class ApiServer implements AutoCloseable {

	private static final Logger LOGGER = System.getLogger(ApiServer.class.getName());

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final int THREADS = 8;

	private static final String NO_DELAY = "sun.net.httpserver.nodelay";

	static {
		// The JDK's server writes headers and body in two packets. On a connection that
		// is kept alive the second one waits 40 ms for the client to acknowledge the
		// first, unless this is set, for the whole JVM and before its first server.
		if (System.getProperty(NO_DELAY) == null) {
			System.setProperty(NO_DELAY, "true");
		}
	}

	private final HttpServer server;

	private final ExecutorService executor;

	private ApiServer(HttpServer server, ExecutorService executor) {
		this.server = server;
		this.executor = executor;
	}

	/**
	 * Begin to listen.
	 * @param bindAddress the name or number of a loopback address
	 * @param port the port, or 0 for any free one
	 * @param router what answers
	 * @return the running server
	 * @throws IllegalArgumentException if the address is not a loopback address
	 * @throws UncheckedIOException if the port is taken
	 */
	public static ApiServer start(String bindAddress, int port, Router router) {
		InetSocketAddress address = new InetSocketAddress(bindAddress, port);
		if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
			throw new IllegalArgumentException(
					"The emulator cannot listen on '%s': it makes valid session tokens for ".formatted(bindAddress)
							+ "anybody, so it listens on loopback addresses only, such as 127.0.0.1");
		}
		ExecutorService executor = Executors.newFixedThreadPool(THREADS, ApiServer::newThread);
		try {
			HttpServer server = HttpServer.create(address, 0);
			server.createContext("/", (exchange) -> handle(exchange, router));
			server.setExecutor(executor);
			server.start();
			return new ApiServer(server, executor);
		}
		catch (IOException ex) {
			executor.shutdown();
			throw new UncheckedIOException("The emulator cannot listen on %s:%d".formatted(bindAddress, port), ex);
		}
	}

	/**
	 * Where this server listens.
	 * @return a URL without a path
	 */
	public URI baseUrl() {
		InetSocketAddress address = this.server.getAddress();
		String host = address.getAddress().getHostAddress();
		return URI.create("http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, address.getPort()));
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdown();
	}

	private static void handle(HttpExchange exchange, Router router) throws IOException {
		try (exchange) {
			ApiResponse response = answer(exchange, router);
			byte[] body = JSON.writeValueAsBytes(response.body());
			exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
			response.headers().forEach(exchange.getResponseHeaders()::set);
			if ("HEAD".equals(exchange.getRequestMethod())) {
				exchange.sendResponseHeaders(response.status(), -1);
				return;
			}
			exchange.sendResponseHeaders(response.status(), body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private static ApiResponse answer(HttpExchange exchange, Router router) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		try {
			return router.answer(exchange.getRequestMethod(), exchange.getRequestURI(),
					exchange.getRequestHeaders().getFirst("Authorization"), body);
		}
		catch (ApiException ex) {
			return ex.toResponse();
		}
		catch (RuntimeException ex) {
			LOGGER.log(Level.ERROR, "The emulator failed to answer a request", ex);
			return ApiResponse.error(500, null, "Internal Server Error");
		}
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "fga-emulator");
		thread.setDaemon(true);
		return thread;
	}

}
