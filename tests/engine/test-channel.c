/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: 2026 The Downhill authors */
/* Tests of the channel's wake-ups, with a worker that does nothing but post: in many short bursts
 * the narrow moments between the last event and the end of a drain are met often. */
#include "dh-channel.h"

#define N_BURSTS 40000

typedef struct
{
  DhChannel channel;
  gint burst;        /* atomic: how many bursts the worker may have begun */
  guint n_ready;     /* since the last drain */
  guint64 n_events;
} Fixture;

static guint
burst_size (guint burst)
{
  return 1 + burst % 4;
}

static void
spin (guint n)
{
  for (volatile guint i = 0; i < n; i++)
    ;
}

static gpointer
post_bursts (gpointer data)
{
  Fixture *fixture = data;
  GRand *rand = g_rand_new_with_seed (1);

  for (guint burst = 0; burst < N_BURSTS; burst++)
    {
      while (g_atomic_int_get (&fixture->burst) <= (gint) burst)
        g_thread_yield ();
      for (guint i = 0; i < burst_size (burst); i++)
        {
          spin ((guint) g_rand_int_range (rand, 0, 20000));
          dh_channel_post (&fixture->channel, g_new0 (DhEvent, 1));
        }
    }
  g_rand_free (rand);
  return NULL;
}

static void
on_ready (gpointer data)
{
  Fixture *fixture = data;

  fixture->n_ready++;
  /* Never twice without a drain in between. */
  g_assert_cmpuint (fixture->n_ready, ==, 1);
}

static gboolean
on_hang (gpointer data)
{
  g_error ("a wake-up was lost");
  return G_SOURCE_REMOVE;
}

static void
drain (Fixture *fixture)
{
  DhEvent *event;

  while ((event = dh_channel_next (&fixture->channel)) != NULL)
    {
      dh_event_free (event);
      fixture->n_events++;
    }
  fixture->n_ready = 0;
}

static void
test_bursts (void)
{
  GMainContext *context = g_main_context_new ();
  GSource *watchdog = g_timeout_source_new_seconds (100);
  Fixture fixture = { .burst = 0 };
  guint64 expected = 0;
  GThread *thread;

  g_test_summary ("Whoever drains only when woken gets every event, and is woken once a drain.");
  g_source_set_callback (watchdog, on_hang, NULL, NULL);
  g_source_attach (watchdog, context);
  dh_channel_init (&fixture.channel, context, on_ready, &fixture);
  thread = g_thread_new ("bursts", post_bursts, &fixture);
  for (guint burst = 0; burst < N_BURSTS; burst++)
    {
      expected += burst_size (burst);
      g_atomic_int_set (&fixture.burst, (gint) burst + 1);
      while (fixture.n_events < expected)
        {
          while (fixture.n_ready == 0)
            g_main_context_iteration (context, TRUE);
          for (guint i = 0; burst % 8 == 0 && i < 30; i++)
            g_main_context_iteration (context, FALSE);
          drain (&fixture);
        }
    }
  g_thread_join (thread);
  g_assert_cmpuint (fixture.n_events, ==, expected);
  dh_channel_clear (&fixture.channel);
  g_source_destroy (watchdog);
  g_source_unref (watchdog);
  g_main_context_unref (context);
}

static void
test_commands (void)
{
  g_autoptr (DhExperiment) experiment = dh_experiment_new_default ();
  DhChannel channel;
  DhCommand *command;

  g_test_summary ("A command raises the flag and holds its experiment; leftovers are freed.");
  dh_channel_init (&channel, NULL, NULL, NULL);
  g_assert_cmpint (g_atomic_int_get (&channel.interrupt), ==, 0);
  dh_channel_command (&channel, DH_COMMAND_SUBMIT, experiment, 7);
  g_assert_cmpint (g_atomic_int_get (&channel.interrupt), ==, 1);
  dh_channel_command (&channel, DH_COMMAND_QUIT, NULL, 0);
  command = dh_queue_try_pop (channel.commands);
  g_assert_cmpint (command->kind, ==, DH_COMMAND_SUBMIT);
  g_assert_cmpuint (command->generation, ==, 7);
  g_assert_true (command->experiment == experiment);
  dh_command_free (command);
  g_assert_null (dh_channel_next (&channel));
  dh_channel_post (&channel, g_new0 (DhEvent, 1));
  dh_channel_clear (&channel);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/channel/bursts", test_bursts);
  g_test_add_func ("/channel/commands", test_commands);
  return g_test_run ();
}
