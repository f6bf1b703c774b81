package io.github.fgaspring.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between an application and Redis, and can hold back what they say.
 */
public final class RedisProxy implements AutoCloseable {

	private final ServerSocket server;

	private final int target;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private boolean holding;

	private RedisProxy(int target) {
		this.target = target;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static RedisProxy before(EmbeddedRedis redis) {
		RedisProxy proxy = new RedisProxy(redis.port());
		run(proxy::accept);
		return proxy;
	}

	private static void run(Runnable work) {
		Thread thread = new Thread(work, "redis-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	public int port() {
		return this.server.getLocalPort();
	}

	/**
	 * From now on nothing gets through, and nobody is told.
	 */
	public synchronized void hold() {
		this.holding = true;
	}

	/**
	 * From now on everything gets through, also what was held back.
	 */
	public synchronized void release() {
		this.holding = false;
		notifyAll();
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.server.accept();
				Socket redis = new Socket(InetAddress.getLoopbackAddress(), this.target);
				this.sockets.addAll(List.of(client, redis));
				run(() -> copy(client, redis));
				run(() -> copy(redis, client));
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

	private void copy(Socket from, Socket to) {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[8192];
			for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
				awaitRelease();
				out.write(buffer, 0, length);
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

	private synchronized void awaitRelease() {
		try {
			while (this.holding) {
				wait();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() throws IOException {
		release();
		this.server.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

}
