package com.example.projecthub;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.example.readme.Readme;
import org.junit.jupiter.api.DynamicTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation says that the sample answers its four people.
 */
public final class DocumentedAnswers {

	private static final Pattern REQUEST = Pattern.compile("`(\\w+) (\\S+)`(?: with `(.+)`)?");

	private static final List<String> PEOPLE = List.of("alice", "bob", "carol", "dave");

	private final List<Answer> answers;

	private DocumentedAnswers(List<Answer> answers) {
		this.answers = answers;
	}

	public static DocumentedAnswers read() {
		List<Answer> answers = new ArrayList<>();
		for (List<String> row : Readme.read("docs/sample.md").table("request")) {
			Matcher request = REQUEST.matcher(row.get(0));
			assertThat(request.matches()).as(row.get(0)).isTrue();
			for (int i = 0; i < PEOPLE.size(); i++) {
				answers.add(new Answer(PEOPLE.get(i), new Request(request.group(1), request.group(2), request.group(3)),
						Integer.parseInt(row.get(i + 1))));
			}
		}
		return new DocumentedAnswers(answers);
	}

	/**
	 * The answers if sessions hold no permissions, as the guide for applications with a
	 * login of their own says: Dave's token does not vouch for what Globex does not have.
	 */
	public DocumentedAnswers withoutPermissionsInSessions() {
		return new DocumentedAnswers(this.answers.stream()
			.map((answer) -> (answer.person().equals("dave") && answer.request().isAboutResource())
					? new Answer(answer.person(), answer.request(), 403) : answer)
			.toList());
	}

	public Stream<DynamicTest> tests(Sender sender) {
		assertThat(this.answers).hasSizeGreaterThan(40);
		return this.answers.stream()
			.map((answer) -> DynamicTest.dynamicTest(answer.person() + ": " + answer.request(),
					() -> assertThat(sender.send(answer.person(), answer.request())).isEqualTo(answer.status())));
	}

	@FunctionalInterface
	public interface Sender {

		/**
		 * Sends a request.
		 * @return the status of the answer
		 */
		int send(String person, Request request) throws Exception;

	}

	public record Request(String method, String path, String body) {

		boolean isAboutResource() {
			return this.path.startsWith("/api/projects/") || this.path.startsWith("/api/documents/");
		}

	}

	private record Answer(String person, Request request, int status) {

	}

}
