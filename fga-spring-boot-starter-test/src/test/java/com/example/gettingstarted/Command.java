package com.example.gettingstarted;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The calls of {@code curl} in a block of shell commands.
 *
 * @param words the words of one of them
 */
record Command(List<String> words) {

	private static final Pattern CURL = Pattern.compile("(?m)curl (.*?)(?= \\| |\\)?$)");

	private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

	static List<Command> in(String block) {
		return CURL.matcher(block.replace("\\\n", " "))
			.results()
			.map((curl) -> new Command(WORD.matcher(curl.group(1)).results().map(Command::word).toList()))
			.toList();
	}

	private static String word(MatchResult word) {
		for (int group = 1; group < 3; group++) {
			if (word.group(group) != null) {
				return word.group(group);
			}
		}
		return word.group(3);
	}

	/**
	 * Makes the call.
	 * @param variables replaces what the shell, or the reader, would
	 */
	HttpResponse<String> run(UnaryOperator<String> variables) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder();
		for (int i = 0; i < this.words.size(); i++) {
			String word = this.words.get(i);
			switch (word) {
				case "-s", "-i" -> {
				}
				case "-H" -> {
					String[] header = variables.apply(this.words.get(++i)).split(": ", 2);
					request.header(header[0], header[1]);
				}
				case "-d" -> request.POST(BodyPublishers.ofString(variables.apply(this.words.get(++i))));
				default -> request.uri(URI.create(variables.apply(word)));
			}
		}
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
	}

}
