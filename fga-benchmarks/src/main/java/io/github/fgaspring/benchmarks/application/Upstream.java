package io.github.fgaspring.benchmarks.application;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for WorkOS, in a process of its own: serves the key set, answers checks after
 * a fixed time, and counts them. One thread serves all connections.
 */
public final class Upstream {

	/**
	 * Path of the number of checks so far.
	 */
	static final String COUNT_PATH = "/count";

	private static final String CHECK_SUFFIX = "/check";

	private final Selector selector = Selector.open();

	private final ServerSocketChannel server = ServerSocketChannel.open();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "timer");
		thread.setDaemon(true);
		return thread;
	});

	private final ByteBuffer received = ByteBuffer.allocateDirect(64 * 1024);

	private final String keySet;

	private final long delayMillis;

	private long checks;

	private Upstream(String keySet, long delayMillis) throws IOException {
		this.keySet = keySet;
		this.delayMillis = delayMillis;
		this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
		this.server.configureBlocking(false);
		this.server.register(this.selector, SelectionKey.OP_ACCEPT);
	}

	/**
	 * Serve.
	 * @param args the file with the key set, and the milliseconds before a check is
	 * answered
	 * @throws IOException if the port is lost
	 */
	public static void main(String[] args) throws IOException {
		JvmProcess.endWithParent();
		Upstream upstream = new Upstream(Files.readString(Path.of(args[0])), Long.parseLong(args[1]));
		JvmProcess.reportReady(upstream.server.socket().getLocalPort());
		upstream.serve();
	}

	private void serve() throws IOException {
		while (true) {
			this.selector.select();
			for (SelectionKey key : this.selector.selectedKeys()) {
				if (key.isAcceptable()) {
					accept();
				}
				else {
					read(key);
				}
			}
			this.selector.selectedKeys().clear();
		}
	}

	private void accept() throws IOException {
		SocketChannel channel = this.server.accept();
		channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		channel.configureBlocking(false);
		channel.register(this.selector, SelectionKey.OP_READ, new HttpMessageReader());
	}

	private void read(SelectionKey key) throws IOException {
		SocketChannel channel = (SocketChannel) key.channel();
		HttpMessageReader request = (HttpMessageReader) key.attachment();
		this.received.clear();
		try {
			if (channel.read(this.received) < 0) {
				channel.close();
				return;
			}
		}
		catch (IOException ex) {
			// The client has gone without a word.
			channel.close();
			return;
		}
		this.received.flip();
		while (request.read(this.received)) {
			answer(channel, request.firstLine().split(" ")[1]);
		}
	}

	private void answer(SocketChannel channel, String path) {
		if (!path.endsWith(CHECK_SUFFIX)) {
			write(channel, path.equals(COUNT_PATH) ? Long.toString(this.checks) : this.keySet);
			return;
		}
		this.checks++;
		boolean authorized = !path.contains(SessionTokens.STRANGER);
		String body = "{\"authorized\":%s}".formatted(authorized);
		if (this.delayMillis == 0) {
			write(channel, body);
		}
		else {
			this.timer.schedule(() -> write(channel, body), this.delayMillis, TimeUnit.MILLISECONDS);
		}
	}

	private static void write(SocketChannel channel, String body) {
		String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
			.formatted(body.length(), body);
		ByteBuffer bytes = ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII));
		try {
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
		}
		catch (IOException ex) {
			System.err.println("Answer not delivered: " + ex.getMessage());
		}
	}

}
