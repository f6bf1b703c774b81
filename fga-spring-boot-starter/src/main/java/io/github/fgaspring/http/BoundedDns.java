package io.github.fgaspring.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.fgaspring.decision.Deadline;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Looks up hosts as the system does, but lets nobody wait beyond a time limit or the
 * {@link Deadline} of the decision: a look-up cannot be interrupted, and a name server
 * that does not answer can hold it for half a minute. For each host there is one look-up
 * at a time, on a thread of its own.
 */
public final class BoundedDns implements Dns {

	private final Dns system;

	private final Duration limit;

	private final Map<String, CompletableFuture<List<InetAddress>>> underWay = new ConcurrentHashMap<>();

	/**
	 * Creates an instance.
	 * @param limit how long a look-up may take, more than zero
	 */
	public BoundedDns(Duration limit) {
		this(Dns.SYSTEM, limit);
	}

	BoundedDns(Dns system, Duration limit) {
		Assert.isTrue(limit.compareTo(Duration.ZERO) > 0, "limit must be positive");
		this.system = system;
		this.limit = limit;
	}

	@Override
	public List<InetAddress> lookup(String hostname) throws UnknownHostException {
		CompletableFuture<List<InetAddress>> lookup = this.underWay.computeIfAbsent(hostname, this::begin);
		try {
			return lookup.get(Deadline.remaining(this.limit).toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw failure("The host is not known", ex.getCause());
		}
		catch (TimeoutException ex) {
			throw failure("The host is not found in time", null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failure("Interrupted while the host is looked up", null);
		}
	}

	private CompletableFuture<List<InetAddress>> begin(String hostname) {
		CompletableFuture<List<InetAddress>> lookup = new CompletableFuture<>();
		Thread thread = new Thread(() -> complete(lookup, hostname), "fga-dns");
		thread.setDaemon(true);
		thread.start();
		return lookup;
	}

	private void complete(CompletableFuture<List<InetAddress>> lookup, String hostname) {
		try {
			lookup.complete(this.system.lookup(hostname));
		}
		catch (UnknownHostException | RuntimeException ex) {
			lookup.completeExceptionally(ex);
		}
		finally {
			this.underWay.remove(hostname, lookup);
		}
	}

	private static UnknownHostException failure(String message, @Nullable Throwable cause) {
		UnknownHostException failure = new UnknownHostException(message);
		failure.initCause(cause);
		return failure;
	}

}
