package io.github.fgaspring.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.fgaspring.decision.Deadline;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

@Timeout(20)
class BoundedDnsTests {

	private static final String HOST = "api.test";

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Duration SHORT = Duration.ofMillis(100);

	private static final List<InetAddress> FOUND = List.of(InetAddress.getLoopbackAddress());

	private final CountDownLatch released = new CountDownLatch(1);

	private final AtomicInteger lookups = new AtomicInteger();

	private final Dns hanging = (hostname) -> {
		this.lookups.incrementAndGet();
		awaitRelease();
		return FOUND;
	};

	@AfterEach
	void release() {
		this.released.countDown();
	}

	@Test
	void lookupThenFindsWhatTheSystemFinds() throws Exception {
		assertThat(new BoundedDns((hostname) -> FOUND, LONG).lookup(HOST)).isEqualTo(FOUND);
		assertThat(new BoundedDns(LONG).lookup("127.0.0.1")).containsExactly(InetAddress.getByName("127.0.0.1"));
	}

	@Test
	void lookupWhenHostIsNotKnownThenFails() {
		UnknownHostException unknown = new UnknownHostException();
		BoundedDns dns = new BoundedDns((hostname) -> {
			throw unknown;
		}, LONG);
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> dns.lookup(HOST)).withCause(unknown);
	}

	@Test
	void lookupWhenSystemFailsThenFails() {
		BoundedDns dns = new BoundedDns((hostname) -> {
			throw new SecurityException();
		}, LONG);
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> dns.lookup(HOST));
	}

	@Test
	void lookupWhenSystemHangsThenFailsAtTheLimit() {
		BoundedDns dns = new BoundedDns(this.hanging, SHORT);
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> dns.lookup(HOST));
		assertThat(this.released.getCount()).isOne();
	}

	@Test
	void lookupWhenSystemHangsThenFailsAtTheDeadline() {
		BoundedDns dns = new BoundedDns(this.hanging, LONG);
		Deadline.within(SHORT, () -> {
			assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> dns.lookup(HOST));
			return null;
		});
		assertThat(this.released.getCount()).isOne();
	}

	@Test
	void lookupWhenSystemHangsThenManyShareOneThreadThatIsADaemon() {
		BoundedDns dns = new BoundedDns(this.hanging, LONG);
		List<CompletableFuture<List<InetAddress>>> all = IntStream.range(0, 20)
			.mapToObj((i) -> inOtherThread(dns))
			.toList();
		await().untilAsserted(() -> assertThat(this.lookups).hasValue(1));
		assertThat(threads()).singleElement().matches(Thread::isDaemon);
		this.released.countDown();
		assertThat(all).allSatisfy((lookup) -> assertThat(lookup.join()).isEqualTo(FOUND));
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	@Test
	void lookupWhenOneHangsThenOtherHostsAreFound() throws Exception {
		BoundedDns dns = new BoundedDns((hostname) -> hostname.equals(HOST) ? this.hanging.lookup(hostname) : FOUND,
				SHORT);
		assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> dns.lookup(HOST));
		assertThat(dns.lookup("other.test")).isEqualTo(FOUND);
	}

	@Test
	void lookupWhenOneIsOverThenSystemIsAskedAgain() throws Exception {
		BoundedDns dns = new BoundedDns(this.hanging, LONG);
		this.released.countDown();
		dns.lookup(HOST);
		await().untilAsserted(() -> assertThat(threads()).isEmpty());
		dns.lookup(HOST);
		assertThat(this.lookups).hasValue(2);
	}

	@Test
	void lookupWhenThreadIsInterruptedThenFailsAtOnceAndStaysInterrupted() throws Exception {
		BoundedDns dns = new BoundedDns(this.hanging, LONG);
		AtomicBoolean interrupted = new AtomicBoolean();
		Thread thread = new Thread(() -> {
			assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> dns.lookup(HOST));
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		thread.start();
		await().untilAsserted(() -> assertThat(this.lookups).hasValue(1));
		thread.interrupt();
		thread.join();
		assertThat(interrupted).isTrue();
	}

	@Test
	void createWhenLimitIsNotPositiveThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new BoundedDns(Duration.ZERO));
	}

	private static CompletableFuture<List<InetAddress>> inOtherThread(BoundedDns dns) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return dns.lookup(HOST);
			}
			catch (UnknownHostException ex) {
				throw new IllegalStateException(ex);
			}
		}, (task) -> new Thread(task).start());
	}

	private static List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("fga-dns"))
			.toList();
	}

	private void awaitRelease() {
		try {
			assertThat(this.released.await(1, TimeUnit.MINUTES)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
