package io.github.fgaspring.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;

import javax.net.SocketFactory;

/**
 * Makes sockets on which no thread waits once it is interrupted. A plain socket lets only
 * virtual threads go.
 */
public final class InterruptibleSocketFactory extends SocketFactory {

	@Override
	public Socket createSocket() throws IOException {
		return SocketChannel.open().socket();
	}

	@Override
	public Socket createSocket(String host, int port) throws IOException {
		return unsupported();
	}

	@Override
	public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
		return unsupported();
	}

	@Override
	public Socket createSocket(InetAddress host, int port) throws IOException {
		return unsupported();
	}

	@Override
	public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
			throws IOException {
		return unsupported();
	}

	private static Socket unsupported() throws IOException {
		throw new IOException("Only sockets that are not yet connected are made");
	}

}
