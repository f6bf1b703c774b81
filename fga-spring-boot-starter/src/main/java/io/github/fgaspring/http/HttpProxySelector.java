package io.github.fgaspring.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;

import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Selects proxies as the JDK's HTTP client does: the first one of the system's, if it is
 * one for HTTP. Lets nobody go, with or without a proxy, to a host that the application
 * has filtered out.
 */
public final class HttpProxySelector extends ProxySelector {

	private final ProxySelector system;

	private final Dns dns;

	private final @Nullable Predicate<InetAddress> filter;

	/**
	 * Creates an instance.
	 * @param system selects proxies
	 * @param dns looks up hosts
	 * @param filter what every address of a host must pass, {@code null} if all may be
	 * called
	 */
	public HttpProxySelector(ProxySelector system, Dns dns, @Nullable Predicate<InetAddress> filter) {
		Assert.notNull(system, "system cannot be null");
		Assert.notNull(dns, "dns cannot be null");
		this.system = system;
		this.dns = dns;
		this.filter = filter;
	}

	@Override
	public List<Proxy> select(URI uri) {
		if (this.filter != null && !addresses(uri.getHost()).stream().allMatch(this.filter)) {
			throw new UncheckedIOException(new IOException("The host is filtered out"));
		}
		List<Proxy> selected = this.system.select(uri);
		return (!selected.isEmpty() && selected.get(0).type() == Proxy.Type.HTTP) ? selected.subList(0, 1)
				: List.of(Proxy.NO_PROXY);
	}

	private List<InetAddress> addresses(String host) {
		try {
			return this.dns.lookup(host);
		}
		catch (UnknownHostException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void connectFailed(URI uri, SocketAddress address, IOException failure) {
		this.system.connectFailed(uri, address, failure);
	}

}
