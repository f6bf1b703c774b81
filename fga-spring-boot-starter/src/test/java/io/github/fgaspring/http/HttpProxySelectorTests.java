package io.github.fgaspring.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

import okhttp3.Dns;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HttpProxySelectorTests {

	private static final URI URL = URI.create("https://api.test/");

	private static final SocketAddress ADDRESS = InetSocketAddress.createUnresolved("proxy.test", 3128);

	private static final Proxy HTTP = new Proxy(Proxy.Type.HTTP, ADDRESS);

	private static final Proxy SOCKS = new Proxy(Proxy.Type.SOCKS, ADDRESS);

	private final List<Proxy> system = new ArrayList<>();

	private final List<SocketAddress> failed = new ArrayList<>();

	private final ProxySelector systemSelector = new ProxySelector() {

		@Override
		public List<Proxy> select(URI uri) {
			return HttpProxySelectorTests.this.system;
		}

		@Override
		public void connectFailed(URI uri, SocketAddress address, IOException failure) {
			HttpProxySelectorTests.this.failed.add(address);
		}

	};

	private final Dns dns = (hostname) -> List.of(InetAddress.getByName("192.0.2.1"),
			InetAddress.getByName("192.0.2.2"));

	private final HttpProxySelector selector = new HttpProxySelector(this.systemSelector, this.dns, null);

	@Test
	void selectWhenSystemHasHttpProxyThenThatOneOnly() {
		this.system.addAll(List.of(HTTP, SOCKS, Proxy.NO_PROXY));
		assertThat(this.selector.select(URL)).containsExactly(HTTP);
	}

	@Test
	void selectWhenSystemHasAnotherProxyFirstThenNone() {
		this.system.addAll(List.of(SOCKS, HTTP));
		assertThat(this.selector.select(URL)).containsExactly(Proxy.NO_PROXY);
	}

	@Test
	void selectWhenSystemHasNoProxyThenNone() {
		assertThat(this.selector.select(URL)).containsExactly(Proxy.NO_PROXY);
	}

	@Test
	void selectWhenFilterLetsAllAddressesThroughThenSelects() {
		this.system.add(HTTP);
		assertThat(new HttpProxySelector(this.systemSelector, this.dns, (address) -> true).select(URL))
			.containsExactly(HTTP);
	}

	@Test
	void selectWhenFilterRefusesOneAddressThenFails() {
		this.system.add(HTTP);
		HttpProxySelector filtering = new HttpProxySelector(this.systemSelector, this.dns,
				(address) -> !address.getHostAddress().equals("192.0.2.2"));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> filtering.select(URL));
	}

	@Test
	void selectWhenHostToFilterIsNotKnownThenFails() {
		HttpProxySelector filtering = new HttpProxySelector(this.systemSelector, (hostname) -> {
			throw new UnknownHostException();
		}, (address) -> true);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> filtering.select(URL));
	}

	@Test
	void connectFailedThenSystemLearnsOfIt() {
		this.selector.connectFailed(URL, ADDRESS, new IOException());
		assertThat(this.failed).containsExactly(ADDRESS);
	}

}
