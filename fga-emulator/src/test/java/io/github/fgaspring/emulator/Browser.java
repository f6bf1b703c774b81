package io.github.fgaspring.emulator;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.w3c.dom.Text;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Opens the pages of an emulator and presses the buttons it finds there. It reads them as
 * XML, so a page in which something is not escaped cannot be read. It follows no
 * redirects.
 */
public final class Browser {

	private final HttpClient http = HttpClient.newHttpClient();

	/**
	 * Open an address.
	 */
	public Page open(URI address) {
		return send(HttpRequest.newBuilder(address).build());
	}

	/**
	 * Send a form, as a page of anybody can.
	 */
	public Page post(URI address, Map<String, String> fields) {
		return post(address, encode(fields));
	}

	/**
	 * Send anything as if it was a form.
	 */
	public Page post(URI address, String body) {
		return send(HttpRequest.newBuilder(address)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(body))
			.build());
	}

	/**
	 * Fields as they stand in a query or in the body of a form.
	 */
	public static String encode(Map<String, String> fields) {
		return fields.entrySet()
			.stream()
			.map((field) -> encode(field.getKey()) + "=" + encode(field.getValue()))
			.collect(Collectors.joining("&"));
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	private Page send(HttpRequest request) {
		try {
			return new Page(this.http.send(request, BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What a browser gets.
	 */
	public final class Page {

		private final HttpResponse<String> response;

		private Page(HttpResponse<String> response) {
			this.response = response;
		}

		public int status() {
			return this.response.statusCode();
		}

		public String source() {
			return this.response.body();
		}

		public Optional<String> header(String name) {
			return this.response.headers().firstValue(name);
		}

		/**
		 * Everything that can be read on the page, in one line.
		 */
		public String text() {
			return text((Element) document().getElementsByTagName("body").item(0));
		}

		/**
		 * The texts of all elements of a kind.
		 */
		public List<String> texts(String tag) {
			return elements(document().getDocumentElement(), tag).stream().map(Page::text).toList();
		}

		/**
		 * The values of an attribute of all elements of a kind.
		 */
		public List<String> attributes(String tag, String attribute) {
			return elements(document().getDocumentElement(), tag).stream()
				.map((element) -> element.getAttribute(attribute))
				.filter((value) -> !value.isEmpty())
				.toList();
		}

		/**
		 * Press a button that can be pressed.
		 * @param label how its text begins
		 */
		public Page press(String label) {
			for (Element form : elements(document().getDocumentElement(), "form")) {
				for (Element button : elements(form, "button")) {
					if (text(button).startsWith(label) && !button.hasAttribute("disabled")) {
						return post(this.response.uri().resolve(form.getAttribute("action")), fields(form, button));
					}
				}
			}
			throw new AssertionError("There is no button '%s' on this page: %s".formatted(label, text()));
		}

		/**
		 * What is sent with the first button of the page.
		 */
		public Map<String, String> fields() {
			Element form = elements(document().getDocumentElement(), "form").get(0);
			return fields(form, elements(form, "button").get(0));
		}

		private static Map<String, String> fields(Element form, Element button) {
			Map<String, String> fields = new LinkedHashMap<>();
			elements(form, "input")
				.forEach((input) -> fields.put(input.getAttribute("name"), input.getAttribute("value")));
			if (button.hasAttribute("name")) {
				fields.put(button.getAttribute("name"), button.getAttribute("value"));
			}
			return fields;
		}

		/**
		 * The decoded query of the address to which the browser is redirected.
		 */
		public Map<String, String> redirectQuery() {
			Map<String, String> query = new LinkedHashMap<>();
			URI location = URI.create(header("Location").orElseThrow(() -> new AssertionError("Here is " + text())));
			for (String parameter : location.getRawQuery().split("&")) {
				String[] parts = parameter.split("=", 2);
				query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
			}
			return query;
		}

		private Document document() {
			try {
				return DocumentBuilderFactory.newInstance()
					.newDocumentBuilder()
					.parse(new InputSource(new StringReader(source())));
			}
			catch (SAXException | IOException | ParserConfigurationException ex) {
				throw new AssertionError("This is no well-formed page: " + source(), ex);
			}
		}

		private static List<Element> elements(Element parent, String tag) {
			NodeList nodes = parent.getElementsByTagName(tag);
			List<Element> elements = new ArrayList<>();
			for (int i = 0; i < nodes.getLength(); i++) {
				elements.add((Element) nodes.item(i));
			}
			return elements;
		}

		private static String text(Element element) {
			StringBuilder text = new StringBuilder();
			appendText(element, text);
			return text.toString().replaceAll("\\s+", " ").strip();
		}

		private static void appendText(Node node, StringBuilder text) {
			if (node instanceof Element element && element.hasAttribute("aria-hidden")) {
				return;
			}
			if (node instanceof Text) {
				text.append(node.getNodeValue());
			}
			for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
				appendText(child, text);
			}
		}

	}

}
