package io.github.fgaspring.emulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.emulator.traffic.Fault.Break;
import io.github.fgaspring.emulator.traffic.RecordedRequest;
import io.github.fgaspring.emulator.traffic.Traffic;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Listens on a loopback address and answers, in JSON unless an endpoint says otherwise.
 */
public final class ApiServer implements AutoCloseable {

	/**
	 * What the paths begin with that are the emulator's own: no fault happens to them and
	 * nobody counts them.
	 */
	public static final String CONTROL_PATH = "/_emulator";

	private static final Logger LOGGER = System.getLogger(ApiServer.class.getName());

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final int MAX_BODY_BYTES = 1024 * 1024;

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

	private final ExecutorService executor = Executors.newCachedThreadPool(ApiServer::newThread);

	private final CountDownLatch closed = new CountDownLatch(1);

	private ApiServer(HttpServer server) {
		this.server = server;
	}

	/**
	 * Take an address. Requests wait until the server is {@link #start started}.
	 * @param bindAddress the name or number of a loopback address
	 * @param port the port, or 0 for any free one
	 * @return the server
	 * @throws IllegalArgumentException if the address is not a loopback address
	 * @throws UncheckedIOException if the port is taken
	 */
	public static ApiServer bind(String bindAddress, int port) {
		InetSocketAddress address = new InetSocketAddress(bindAddress, port);
		if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
			throw new IllegalArgumentException(
					"The emulator cannot listen on '%s': it makes valid session tokens for ".formatted(bindAddress)
							+ "anybody, so it listens on loopback addresses only, such as 127.0.0.1");
		}
		try {
			return new ApiServer(HttpServer.create(address, 0));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The emulator cannot listen on %s:%d".formatted(bindAddress, port), ex);
		}
	}

	/**
	 * Begin to answer.
	 * @param router what answers
	 * @param traffic what goes wrong, and where requests are recorded
	 */
	public void start(Router router, Traffic traffic) {
		this.server.createContext("/", (exchange) -> handle(exchange, router, traffic));
		this.server.setExecutor(this.executor);
		this.server.start();
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
		this.closed.countDown();
		this.server.stop(0);
		this.executor.shutdown();
	}

	private void handle(HttpExchange exchange, Router router, Traffic traffic) throws IOException {
		try (exchange) {
			if (!isAddressedToLoopback(exchange)) {
				write(exchange, ApiResponse.error(421, "The emulator answers to loopback names only."), Break.NOWHERE);
				return;
			}
			byte[] body;
			try {
				body = readBody(exchange.getRequestBody());
			}
			catch (IOException ex) {
				write(exchange, ApiResponse.error(400, "The request body is not framed correctly."), Break.NOWHERE);
				return;
			}
			if (body.length > MAX_BODY_BYTES) {
				write(exchange, ApiResponse.error(413, "The request body is larger than 1 MiB."), Break.NOWHERE);
				return;
			}
			Optional<Fault.Effects> fault = takeFault(exchange, body, traffic);
			if (fault.isEmpty()) {
				write(exchange, answer(exchange, router, body), Break.NOWHERE);
				return;
			}
			answerWithFault(exchange, router, body, fault.get());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	// A web page can have its own host name resolve to 127.0.0.1 and then read what the
	// browser gets from there.
	private static boolean isAddressedToLoopback(HttpExchange exchange) {
		String host = exchange.getRequestHeaders().getFirst("Host");
		return host == null || LoopbackHost.matches(host.replaceFirst(":\\d+$", ""));
	}

	// Reads a body that is too large to its end too: whoever is still writing it would
	// see a broken connection in place of the answer.
	private static byte[] readBody(InputStream in) throws IOException {
		byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
		in.transferTo(OutputStream.nullOutputStream());
		return body;
	}

	private static Optional<Fault.Effects> takeFault(HttpExchange exchange, byte[] body, Traffic traffic) {
		URI uri = exchange.getRequestURI();
		if (uri.getRawPath().startsWith(CONTROL_PATH)) {
			return Optional.empty();
		}
		traffic.record(new RecordedRequest(exchange.getRequestMethod(), uri.getRawPath(), uri.getRawQuery(),
				exchange.getRequestHeaders(), new String(body, StandardCharsets.UTF_8)));
		return traffic.take(exchange.getRequestMethod(), uri.getRawPath());
	}

	private void answerWithFault(HttpExchange exchange, Router router, byte[] body, Fault.Effects fault)
			throws IOException, InterruptedException {
		boolean closed = this.closed.await(fault.delay().toMillis(), TimeUnit.MILLISECONDS);
		if (closed || fault.breakOff() == Break.CONNECTION) {
			return;
		}
		fault.headers().forEach(exchange.getResponseHeaders()::set);
		if (fault.body() != null) {
			Integer status = fault.status();
			write(exchange, (status != null) ? status : 200, fault.body().getBytes(StandardCharsets.UTF_8),
					fault.breakOff());
		}
		else if (fault.status() != null) {
			write(exchange, ApiResponse.error(fault.status(), "A fault was injected."), fault.breakOff());
		}
		else {
			write(exchange, answer(exchange, router, body), fault.breakOff());
		}
	}

	private static void write(HttpExchange exchange, ApiResponse response, Break breakOff) throws IOException {
		response.headers().forEach(exchange.getResponseHeaders()::set);
		if (response.body() instanceof ApiResponse.Text text) {
			exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of(text.contentType()));
			write(exchange, response.status(), text.content().getBytes(StandardCharsets.UTF_8), breakOff);
		}
		else {
			write(exchange, response.status(),
					(response.body() != null) ? JSON.writeValueAsBytes(response.body()) : null, breakOff);
		}
	}

	private static void write(HttpExchange exchange, int status, byte @Nullable [] body, Break breakOff)
			throws IOException {
		if (body == null || "HEAD".equals(exchange.getRequestMethod())) {
			exchange.sendResponseHeaders(status, -1);
			return;
		}
		exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json; charset=utf-8"));
		exchange.sendResponseHeaders(status, body.length);
		OutputStream out = exchange.getResponseBody();
		out.write(body, 0, (breakOff == Break.BODY) ? body.length / 2 : body.length);
		out.flush();
	}

	private static ApiResponse answer(HttpExchange exchange, Router router, byte[] body) {
		try {
			return router.answer(exchange.getRequestMethod(), exchange.getRequestURI(),
					exchange.getRequestHeaders().getFirst("Authorization"), body);
		}
		catch (ApiException ex) {
			return ex.toResponse();
		}
		catch (RuntimeException ex) {
			LOGGER.log(Level.ERROR, "The emulator failed to answer a request", ex);
			return ApiResponse.error(500, "Internal Server Error");
		}
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "fga-emulator");
		thread.setDaemon(true);
		return thread;
	}

}
