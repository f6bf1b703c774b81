package io.github.fgaspring.emulator.api;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.fgaspring.emulator.Browser.Page;
import io.github.fgaspring.emulator.EmulatorSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens when somebody is chosen on the sign-in page.
 */
class SignInChoiceTests extends AbstractSignInTests {

	@Test
	void chooseWhenPersonIsInOneOrganizationThenRedirectsWithCodeAndState() {
		Page page = ask().press("Continue as Olga");
		assertThat(page.status()).isEqualTo(302);
		assertThat(page.header("Location").orElseThrow()).startsWith(REDIRECT_URI + "?code=code_emulator_")
			.endsWith("&state=state-1");
		assertThat(page.redirectQuery()).containsOnlyKeys("code", "state");
		assertThat(page.header("Cache-Control")).hasValue("no-store");
		assertThat(page.header("Referrer-Policy")).hasValue("no-referrer");
		assertThat(page.source()).isEmpty();
	}

	@Test
	void chooseWhenPersonIsInSeveralThenAsksForTheOrganization() {
		Page page = ask().press("Continue as two@acme.test");
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.texts("h1")).containsExactly("Choose an organization");
		assertThat(page.texts("button")).containsExactly("Acme member", "Globex admin", "Choose another person");
		assertThat(page.press("Globex").redirectQuery()).containsOnlyKeys("code", "state");
	}

	@Test
	void chooseWhenOrganizationIsNamedThenDoesNotAsk() {
		assertThat(ask(parameters("organization_id", "org_globex")).press("Continue as two@acme.test").status())
			.isEqualTo(302);
	}

	@Test
	void chooseWhenAnotherPersonIsWantedThenGoesBack() {
		Page people = ask().press("Continue as two@acme.test").press("Choose another person");
		assertThat(people.texts("button")).isEqualTo(ask().texts("button"));
		assertThat(people.press("Continue as Olga").status()).isEqualTo(302);
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:8080/cb?a=b%26c, http://localhost:8080/cb?a=b%26c&code=",
			"http://localhost:8080/cb?, http://localhost:8080/cb?code=", "http://localhost, http://localhost?code=",
			"http://[::1]:8080/cb, http://[::1]:8080/cb?code=",
			"http://localhost/b%C3%BCro, http://localhost/b%C3%BCro?code=" })
	void chooseWhenRedirectHasItsOwnFormThenIsKept(String redirectUri, String start) {
		Page page = ask(parameters("redirect_uri", redirectUri)).press("Continue as Olga");
		assertThat(page.header("Location").orElseThrow()).startsWith(start + "code_emulator_");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b+c&d=e%20#f", "\"'<script>alert(1)</script>", "\r\nSet-Cookie: a=b", "ä鍵\uD83D\uDE00",
			"http://evil.test/", "" })
	void chooseWhenStateIsOddThenComesBackAsItWas(String state) {
		Page page = ask(parameters("state", state)).press("Continue as Olga");
		assertThat(page.redirectQuery()).containsEntry("state", state);
		assertThat(URI.create(page.header("Location").orElseThrow()).getHost()).isEqualTo("localhost");
		assertThat(page.header("Set-Cookie")).isEmpty();
	}

	@Test
	void chooseWhenStateIsLongThenComesBackAsItWas() {
		String state = "s".repeat(10_000);
		assertThat(ask(parameters("state", state)).press("Continue as Olga").redirectQuery()).containsEntry("state",
				state);
	}

	@Test
	void chooseWhenThereIsNoStateThenNoneComesBack() {
		Map<String, String> parameters = parameters();
		parameters.remove("state");
		assertThat(ask(parameters).press("Continue as Olga").redirectQuery()).containsOnlyKeys("code");
	}

	@Test
	void chooseWhenDoneThenTellsOfThePassword() {
		ask().press("Continue as two@acme.test").press("Globex");
		assertThat(client.get("/events?events=authentication.password_succeeded").json().get("data")).singleElement()
			.satisfies((event) -> assertThat(event.get("data").get("user_id").stringValue()).isEqualTo("user_two"));
		assertThat(client.get("/events?events=session.created").json().get("data")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ticket_emulator_guessed", "<script>alert(1)</script>" })
	void chooseWhenTicketIsForgedThenNobodyIsSignedIn(String ticket) {
		ask();
		assertRefused(choose(Map.of("ticket", ticket, "user_id", "user_one")));
	}

	@Test
	void chooseWhenTicketWasUsedThenNobodyIsSignedIn() {
		Page page = ask();
		assertThat(page.press("Continue as Olga").status()).isEqualTo(302);
		assertRefused(page.press("Continue as Olga"));
		assertRefused(page.press("Continue as Nora"));
	}

	@Test
	void chooseWhenPageIsTooOldThenNobodyIsSignedIn() {
		Page page = ask();
		emulator.advanceClock(Duration.ofMinutes(59));
		assertThat(page.press("Continue as two@acme.test").status()).isEqualTo(200);
		emulator.advanceClock(Duration.ofMinutes(1));
		assertRefused(page.press("Continue as Olga"));
		ask();
		assertRefused(page.press("Continue as Olga"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "user_id=user_one", "{\"ticket\":\"a\",\"user_id\":\"user_one\"}", "ticket=a&password=b", "" })
	void chooseWhenFormIsAnotherThenUnprocessable(String body) {
		Page page = this.browser.post(address(SignInPage.CHOICE), body);
		assertThat(page.status()).isEqualTo(422);
		assertThat(page.texts("h1")).containsExactly("Sign-in not possible");
	}

	@Test
	void chooseWhenFieldIsRepeatedThenNobodyIsSignedIn() {
		String ticket = ask().fields().get("ticket");
		Page page = this.browser.post(address(SignInPage.CHOICE),
				"ticket=%s&user_id=user_one&user_id=user_two".formatted(ticket));
		assertThat(page.status()).isEqualTo(409);
	}

	@ParameterizedTest
	@CsvSource({ "user_unknown, , This person cannot sign in", "user_one, org_globex, This person does not belong",
			"user_none, org_acme, This person does not belong", "user_left, org_acme, This person does not belong",
			"user_two, org_unknown, This person does not belong", "'', , This person cannot sign in",
			"user_two, '', This person does not belong" })
	void chooseWhenChoiceIsImpossibleThenAsksAgain(String user, String organization, String problem) {
		Map<String, String> fields = new HashMap<>(Map.of("ticket", ask().fields().get("ticket"), "user_id", user));
		if (organization != null) {
			fields.put("organization_id", organization);
		}
		assertAskedAgain(choose(fields), problem);
	}

	@Test
	void chooseWhenOrganizationIsNotTheNamedOneThenAsksAgain() {
		String ticket = ask(parameters("organization_id", "org_acme")).fields().get("ticket");
		assertAskedAgain(choose(Map.of("ticket", ticket, "user_id", "user_two", "organization_id", "org_globex")),
				"This person does not belong");
		assertAskedAgain(choose(Map.of("ticket", ticket, "user_id", "user_none")), "This person cannot sign in");
	}

	@Test
	void chooseWhenMembershipWasDeactivatedMeanwhileThenAsksAgain() {
		Page ofAcme = ask(parameters("organization_id", "org_acme"));
		Page picker = ask().press("Continue as two@acme.test");
		client.putNothing("/user_management/organization_memberships/om_two_acme/deactivate");
		assertAskedAgain(ofAcme.press("Continue as two@acme.test"), "This person cannot sign in");
		assertAskedAgain(picker.press("Acme"), "This person does not belong");
		assertThat(picker.press("Globex").status()).isEqualTo(302);
	}

	@Test
	void chooseWhenPersonWasDeletedMeanwhileThenAsksAgain() {
		Page page = ask();
		client.delete("/user_management/users/user_one");
		Page again = page.press("Continue as Olga");
		assertAskedAgain(again, "This person cannot sign in");
		assertThat(again.texts("button")).hasSize(3);
	}

	@Test
	void chooseWhenEmailIsNotVerifiedThenAsksAgain() {
		Page page = ask();
		client.put("/user_management/users/user_one", "{\"email_verified\": false}");
		assertAskedAgain(page.press("Continue as Olga"), "This person cannot sign in");
	}

	@Test
	void chooseWhenEmulatorWasResetThenPageIsGone() {
		Page page = ask();
		EmulatorSnapshot snapshot = emulator.snapshot();
		emulator.reset();
		assertRefused(page.press("Continue as Olga"));
		emulator.restore(snapshot);
		assertThat(page.press("Continue as Olga").status()).isEqualTo(302);
	}

	private static void assertRefused(Page page) {
		assertThat(page.status()).isEqualTo(400);
		assertThat(page.header("Location")).isEmpty();
		assertThat(page.text()).contains("This page was used already, or it is too old.");
	}

	private static void assertAskedAgain(Page page, String problem) {
		assertThat(page.status()).isEqualTo(409);
		assertThat(page.header("Location")).isEmpty();
		assertThat(page.texts("h1")).containsExactly("Sign in");
		assertThat(page.text()).contains(problem);
	}

}
