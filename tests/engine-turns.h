/* SPDX-License-Identifier: MIT */
/* A policy, what became of it, and what became of that, as documents: renamed, in another order, with less and with more. */
#ifndef REVOPS_TESTS_ENGINE_TURNS_H
#define REVOPS_TESTS_ENGINE_TURNS_H

#include <stdlib.h>
#include <string.h>

#include <revops/engine-records.h>
#include <revops/engine-refold.h>
#include <revops/policy.h>

/* Quotation marks are written as apostrophes. */
static const char TURN_BEFORE[] =
    "{'revops':1,'name':'before','attributes':{'kind':{'type':'choice','choices':['shop','student','bank']},"
    "'size':{'type':'number'},'uses':{'type':'flags','flags':['mail','sheets','calls']}},"
    "'items':{'budget':{},'need':{},'timing':{}},'reasons':{'no':['price','timing is bad','size']},"
    "'touches':{'channels':['call','chat','email']},"
    "'stages':[{'name':'LEAD'},{'name':'MQL'},{'name':'SAL'},"
    "{'name':'DEAL','steps':[{'name':'Demo'},{'name':'Offer'}]},{'name':'WON','kind':'won'},"
    "{'name':'LATER','kind':'nurture'},{'name':'OUT','kind':'closed'}],"
    "'backward':'allowed',"
    "'events':{'moved':{'value':'stage'},'is a':{'sets':'kind'},'is "
    "of':{'sets':'size'},'has':{'sets':'uses'},"
    "'showed':{'value':'items'},'given':{'value':'person','owner':'value'},'called':{'touch':'call'},"
    "'chatted':{'touch':'chat'},'mailed':{'touch':'email'},'visit':{},'asked':{},'paid':{'value':'money'}},"
    "'clocks':{'answer':{'kind':'once','starts':{'stages':['MQL']},'met':{'touch':['call']},'target':'4 h'},"
    "'offer':{'kind':'once','starts':{'stages':['DEAL']},'met':{'events':['paid']},'target':'10 days'},"
    "'review':{'kind':'once','starts':{'stages':['MQL']},'met':{'events':['paid']},'target':'2 days'}},"
    "'intent':{'rules':[{'name':'visits','events':['visit'],'points':10,'half_life':'10 days'},"
    "{'name':'asks','events':['asked'],'points':30,'window':'20 days'}],"
    "'grades':{'1':{'from':50},'2':{'from':10}},'otherwise':'3'},"
    "'roster':{'ada':{},'bob':{},'cem':{}}}";

/* Everything renamed, so that everything else stands in another order; promises move to half their time. */
static const char TURN_RENAMED[] =
    "{'revops':1,'name':'renamed','attributes':{'a "
    "kind':{'type':'choice','choices':['bank','new','shop','student'],"
    "'was':['kind']},'head count':{'type':'number','was':['size']},"
    "'tools':{'type':'flags','flags':['calls','mail','new','sheets'],'was':['uses']}},"
    "'items':{'x budget':{'was':['budget']},'a need':{'was':['need']},'timing':{}},"
    "'reasons':{'no':['a new one',{'name':'too dear','was':['price']},'size','timing is bad']},"
    "'touches':{'channels':['email','new','call',{'name':'talk','was':['chat','text']}]},"
    "'stages':[{'name':'Lead'},{'name':'Qualified','was':['MQL']},{'name':'NEW'},{'name':'SAL'},"
    "{'name':'Deal','steps':[{'name':'First "
    "talk'},{'name':'Shown','was':['Demo']},{'name':'Quoted','was':['Offer']}]},"
    "{'name':'Customer','kind':'won','was':['WON']},{'name':'OUT','kind':'closed'},"
    "{'name':'Parked','kind':'nurture','was':['LATER']}],"
    "'backward':'allowed',"
    "'events':{'to':{'value':'stage'},'is a':{'sets':'a kind'},'is of':{'sets':'head "
    "count'},'has':{'sets':'tools'},"
    "'showed':{'value':'items'},'given':{'value':'person','owner':'value'},'called':{'touch':'call'},"
    "'chatted':{'touch':'talk'},'mailed':{'touch':'email'},'visit':{},'asked':{},'paid':{'value':'money'}},"
    "'clocks':{'a review':{'kind':'once','starts':{'stages':['Qualified']},'met':{'events':['paid']},"
    "'target':'1 day','was':['review']},"
    "'reply':{'kind':'once','starts':{'stages':['Qualified']},'met':{'touch':['call']},'target':'2 "
    "h','was':['answer']},"
    "'offer':{'kind':'once','starts':{'stages':['Deal']},'met':{'events':['paid']},'target':'5 days'}},"
    "'intent':{'rules':[{'name':'asking','events':['asked'],'points':30,'window':'20 days','was':['asks']},"
    "{'name':'new','events':['paid'],'points':5},"
    "{'name':'visits','events':['visit'],'points':10,'half_life':'10 days'}],"
    "'grades':{'hot':{'from':50,'was':['1']},'warm':{'from':10,'was':['2']}},'otherwise':'3'},"
    "'changes':{'running_promises':'move'},'roster':{'Adam':{},'bob':{},'cem':{}}}";

/* The same without much of it: nobody says what became of it. */
static const char TURN_LESS[] =
    "{'revops':1,'name':'less','attributes':{'kind':{'type':'choice','choices':['bank','shop']},"
    "'size':{'type':'text'},'uses':{'type':'flags','flags':['mail']}},"
    "'items':{'timing':{}},'reasons':{'no':['size']},'touches':{'channels':['email']},"
    "'stages':[{'name':'LEAD'},{'name':'MQL'},{'name':'DEAL','steps':[{'name':'Offer'}]},"
    "{'name':'WON','kind':'won'},{'name':'OUT','kind':'closed'}],"
    "'backward':'allowed','records':{'dates':false},"
    "'events':{'moved':{'value':'stage'},'paid':{'value':'money'},'mailed':{'touch':'email'},'visit':{}},"
    "'clocks':{'offer':{'kind':'once','starts':{'stages':['DEAL']},'met':{'events':['paid']},'target':'10 "
    "days'}},"
    "'intent':{'rules':[{'name':'visits','events':['visit'],'points':10,'window':'5 days'}],"
    "'grades':{'1':{'from':5}},'otherwise':'3'},'roster':{'bob':{}}}";

/* The engine of a document under a mark of its own; NULL where it has a fault, which `fault` then is. */
static inline const revops_engine *turn_engine(const char *document, uint64_t rules,
                                               revops_policy_fault *fault)
{
    static _Alignas(8) unsigned char memory[1 << 18];
    static char text[1 << 14];
    const char *documents[] = {text};
    const uint64_t lengths[] = {strlen(document)};
    revops_policy_read_params params;
    revops_policy_params policy;
    size_t faults = 0, needed = 0;
    for (size_t i = 0; i <= lengths[0]; i++) {
        text[i] = document[i] == '\'' ? '"' : document[i];
    }
    if (revops_policy_read_defaults(&params, sizeof params) != REVOPS_OK) {
        abort();
    }
    params.documents = documents;
    params.lengths = lengths;
    params.document_count = params.length_count = 1;
    if (revops_policy_read(&params, memory, sizeof memory, NULL, fault, 1, &faults, &policy, sizeof policy) !=
        REVOPS_OK) {
        return NULL;
    }
    const revops_engine_params given = {.struct_size = sizeof given, .policy = &policy, .rules = rules};
    const revops_engine *engine = NULL;
    (void)!revops_engine_build(&given, NULL, 0, &needed, NULL);
    void *block = malloc(needed ? needed : 1);
    if (!block || revops_engine_build(&given, block, needed, NULL, &engine) != REVOPS_OK) {
        free(block);
        return NULL;
    }
    return engine;
}

static inline uint32_t turn_find(const revops_engine *engine, revops_engine_list list, const char *name)
{
    uint32_t number = 0;
    return revops_engine_find(engine, list, name, strlen(name), &number) == REVOPS_OK ? number : 0;
}

#endif
