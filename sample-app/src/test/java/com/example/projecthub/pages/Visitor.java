package com.example.projecthub.pages;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.htmlunit.FormEncodingType;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebClient;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.Cookie;
import org.htmlunit.util.NameValuePair;

/**
 * Somebody with a browser that runs no scripts: everything works without them.
 */
final class Visitor {

	private final WebClient client = new WebClient();

	private final String baseUrl;

	Visitor(int port) {
		this.baseUrl = "http://localhost:" + port;
		this.client.getOptions().setJavaScriptEnabled(false);
		this.client.getOptions().setCssEnabled(false);
		this.client.getOptions().setThrowExceptionOnFailingStatusCode(false);
	}

	/**
	 * A visitor who has signed in.
	 */
	static Visitor signedIn(int port, String user) {
		Visitor visitor = new Visitor(port);
		visitor.signIn(user);
		return visitor;
	}

	HtmlPage signIn(String user) {
		HtmlPage people = click(open("/sign-in"), "Sign in");
		return choose(people, user);
	}

	/**
	 * Sends the form with a button of this value.
	 */
	HtmlPage choose(HtmlPage page, String value) {
		return click(page.<HtmlButton>getFirstByXPath("//button[@value='%s']".formatted(value)));
	}

	/**
	 * Presses the button with this label.
	 */
	HtmlPage press(HtmlPage page, String label) {
		return click(page.<HtmlButton>getFirstByXPath("//button[@aria-label='%s']".formatted(label)));
	}

	HtmlPage open(String path) {
		return (HtmlPage) get(path);
	}

	Page get(String path) {
		try {
			return this.client.getPage(path.startsWith("/") ? this.baseUrl + path : path);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Follows a link or sends a form, by the text on it.
	 */
	HtmlPage click(HtmlPage page, String text) {
		HtmlAnchor link = page.getAnchors()
			.stream()
			.filter((anchor) -> anchor.asNormalizedText().equals(text))
			.findFirst()
			.orElse(null);
		return click((link != null) ? link
				: page.<HtmlButton>getFirstByXPath("//button[normalize-space()='%s']".formatted(text)));
	}

	private static HtmlPage click(HtmlElement element) {
		try {
			return element.click();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Fills in the only text field of a form and sends it.
	 */
	HtmlPage submit(HtmlPage page, String action, String text) {
		HtmlForm form = form(page, action);
		form.<HtmlInput>getFirstByXPath(".//input[not(@type='hidden')]").setValue(text);
		return click(form.<HtmlButton>getFirstByXPath(".//button"));
	}

	static HtmlForm form(HtmlPage page, String action) {
		return page.getFirstByXPath("//form[@action='%s']".formatted(action));
	}

	/**
	 * Sends a form that is on no page.
	 */
	Page post(String path, NameValuePair... fields) {
		try {
			WebRequest request = new WebRequest(url(path), this.client.getBrowserVersion().getHtmlAcceptHeader(),
					"gzip");
			request.setHttpMethod(HttpMethod.POST);
			request.setEncodingType(FormEncodingType.URL_ENCODED);
			request.setCharset(StandardCharsets.UTF_8);
			request.setRequestParameters(List.of(fields));
			return this.client.getPage(request);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private URL url(String path) throws IOException {
		return URI.create(this.baseUrl + path).toURL();
	}

	/**
	 * A valid token against forged requests.
	 */
	NameValuePair csrfToken() {
		return new NameValuePair("_csrf",
				open("/sign-in").<HtmlInput>getFirstByXPath("//input[@name='_csrf']").getValue());
	}

	String cookie(String name) {
		Cookie cookie = this.client.getCookieManager().getCookie(name);
		return (cookie != null) ? cookie.getValue() : null;
	}

	void setCookie(String name, String value) {
		this.client.getCookieManager().addCookie(new Cookie("localhost", name, value, "/", null, false));
	}

	/**
	 * What protects a cookie.
	 */
	String attributes(String name) {
		Cookie cookie = this.client.getCookieManager().getCookie(name);
		return (cookie.isHttpOnly() ? "HttpOnly; " : "") + "SameSite=" + cookie.getSameSite();
	}

	/**
	 * Where the button with this value would lead, which the visitor does not follow.
	 */
	String leadOf(HtmlPage page, String value) {
		this.client.getOptions().setRedirectEnabled(false);
		try {
			HtmlButton button = page.getFirstByXPath("//button[@value='%s']".formatted(value));
			Page answer = button.click();
			return answer.getWebResponse().getResponseHeaderValue("Location");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			this.client.getOptions().setRedirectEnabled(true);
		}
	}

	/**
	 * Goes somewhere, and no further.
	 */
	void visit(String address) {
		this.client.getOptions().setRedirectEnabled(false);
		get(address);
		this.client.getOptions().setRedirectEnabled(true);
	}

	void removeCookie(String name) {
		this.client.getCookieManager().removeCookie(this.client.getCookieManager().getCookie(name));
	}

	static int status(Page page) {
		return page.getWebResponse().getStatusCode();
	}

}
