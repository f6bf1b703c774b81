package com.example.cookbook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipe for files, over the wire.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = UploadRecipeTests.Application.class,
		properties = "spring.servlet.multipart.resolve-lazily=true")
class UploadRecipeTests extends AbstractCookbookTests {

	static final String MULTIPART = "multipart/form-data; boundary=b";

	static final String FORM = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nfour\r\n--b--\r\n";

	@LocalServerPort
	private int port;

	@Test
	void downloadThenStreamedAfterOneCall() throws IOException {
		assertThat(send("GET", "/projects/web/backup", "text/plain", 0, "")).startsWith("HTTP/1.1 200")
			.contains("The backup of web");
		assertThat(calls()).isOne();
		assertThat(send("GET", "/projects/shop/backup", "text/plain", 0, "")).startsWith("HTTP/1.1 403");
	}

	@Test
	void uploadThenRefusedBeforeAnythingIsSent() throws IOException {
		assertThat(send("PUT", "/projects/web/backup", "application/octet-stream", 4, "four"))
			.startsWith("HTTP/1.1 200")
			.endsWith("4");
		assertThat(send("PUT", "/projects/shop/backup", "application/octet-stream", 100_000_000, ""))
			.startsWith("HTTP/1.1 403");
	}

	@Test
	void formThenRefusedBeforeAnythingIsSent() throws IOException {
		assertThat(send("POST", "/projects/web/files", MULTIPART, FORM.length(), FORM)).startsWith("HTTP/1.1 200")
			.endsWith("4");
		assertThat(send("POST", "/projects/shop/files", MULTIPART, 1_000_000, "")).startsWith("HTTP/1.1 403");
	}

	/**
	 * Sends a request that may promise a longer body than it has.
	 */
	private String send(String method, String path, String contentType, int length, String body) throws IOException {
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream()
				.write((method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + bob()
						+ "\r\nContent-Type: " + contentType + "\r\nContent-Length: " + length
						+ "\r\nConnection: close\r\n\r\n" + body)
					.getBytes(StandardCharsets.ISO_8859_1));
			BufferedReader answer = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			String status = answer.readLine();
			return status.startsWith("HTTP/1.1 200") ? status + String.join("\n", answer.lines().toList()) : status;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ CookbookApplication.class, UploadController.class })
	static class Application {

	}

}
