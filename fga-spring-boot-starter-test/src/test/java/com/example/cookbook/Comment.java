package com.example.cookbook;

/**
 * A comment of the application.
 */
record Comment(String id, String projectId, String author) {

}
