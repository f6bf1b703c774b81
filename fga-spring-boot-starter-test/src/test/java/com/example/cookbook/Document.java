package com.example.cookbook;

/**
 * A document of the application, and the one project it is in.
 */
record Document(String id, String projectId, String title) {

}
